"""The functions and triggers on which the rights stand. ``{s}`` is the schema, quoted.

Each function runs with its owner's rights and a search path of its own, names every table with its schema, and takes
nothing from the person that could widen what is seen: who asks is ``session_user``, which no SET changes.
"""

from __future__ import annotations

_AS_OWNER = "STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp"

PEOPLE = (
    """CREATE TABLE IF NOT EXISTS {s}.tcm_people (
    login text COLLATE "C" PRIMARY KEY, role text COLLATE "C" NOT NULL CHECK (role IN ({roles})),
    cm_id text COLLATE "C" REFERENCES {s}.case_managers (cm_id), since text NOT NULL, by text NOT NULL,
    CHECK ((cm_id IS NOT NULL) = (role IN ('case-manager', 'supervisor'))))""",
    # What is typed and what was answered is each person's own, and so is the key of a write.
    *(
        f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = '{{s}}.{table}'::regclass"
        f" AND attname = 'login' AND NOT attisdropped) THEN ALTER TABLE {{s}}.{table} ADD COLUMN login text NOT NULL"
        f" DEFAULT session_user; {more}END IF; END $$"
        for table, more in (
            (
                "requests",
                "ALTER TABLE {s}.requests DROP CONSTRAINT pk_requests;"
                " ALTER TABLE {s}.requests ADD CONSTRAINT pk_requests PRIMARY KEY (key, login); ",
            ),
            ("drafts", ""),  # their subject begins with the person
        )
    ),
)

FUNCTIONS = (
    # In plpgsql, which keeps their plans from one statement to the next.
    f"""CREATE OR REPLACE FUNCTION {{s}}.tcm_role() RETURNS text LANGUAGE plpgsql {_AS_OWNER} AS $$ BEGIN
      RETURN (SELECT p.role FROM {{s}}.tcm_people p WHERE p.login = session_user); END $$""",
    # The case managers a person stands for: oneself, and for a supervisor those whose record names them.
    f"""CREATE OR REPLACE FUNCTION {{s}}.tcm_workers() RETURNS text[] LANGUAGE plpgsql {_AS_OWNER} AS $$ BEGIN
      RETURN ARRAY (SELECT c.cm_id FROM {{s}}.tcm_people p JOIN {{s}}.case_managers c
        ON c.cm_id = p.cm_id OR (p.role = 'supervisor' AND c.supervisor_id = p.cm_id)
        WHERE p.login = session_user); END $$""",
    # The members they have on the earliest day it is anywhere, or will have; those whose assignment this very
    # transaction has ended, until it ends itself; and for a supervisor those nobody has who are not closed.
    f"""CREATE OR REPLACE FUNCTION {{s}}.tcm_members() RETURNS text[] LANGUAGE plpgsql {_AS_OWNER} AS $$
    DECLARE mine text[] := {{s}}.tcm_workers(); seen text[]; today date := (now() AT TIME ZONE 'Etc/GMT+12')::date;
    BEGIN
      seen := ARRAY (SELECT DISTINCT a.member_id FROM {{s}}.assignments a WHERE a.cm_id = ANY (mine)
        AND (a.ends_on IS NULL OR a.ends_on > today OR a.xmin = pg_current_xact_id_if_assigned()::xid));
      IF {{s}}.tcm_role() = 'supervisor' THEN
        seen := seen || ARRAY (SELECT m.member_id FROM {{s}}.members m
          WHERE (m.closed_on IS NULL OR m.closed_on > today)
          AND NOT EXISTS (SELECT 1 FROM {{s}}.assignments a WHERE a.member_id = m.member_id
            AND (a.ends_on IS NULL OR a.ends_on > today))); END IF;
      RETURN seen; END $$""",
    f"""CREATE OR REPLACE FUNCTION {{s}}.tcm_family_is_named(family text) RETURNS boolean LANGUAGE sql {_AS_OWNER} AS $$
    SELECT EXISTS (SELECT 1 FROM {{s}}.members m WHERE m.family_id = family) $$""",
    """CREATE OR REPLACE FUNCTION {s}.tcm_hash(before text, id integer, said text[]) RETURNS text LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp AS $$ SELECT encode(sha256(convert_to(before || '[' || id || ',' ||
      array_to_string(ARRAY (SELECT coalesce(to_json(u.v)::text, 'null') FROM unnest(said) WITH ORDINALITY u (v, n)
                             ORDER BY u.n), ',') || ']', 'UTF8')), 'hex') $$""",
    # An entry of a person with a role: by that person, now, next in the chain; the kept end moves with it.
    """CREATE OR REPLACE FUNCTION {s}.tcm_enter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$ DECLARE last record; fits boolean; BEGIN
      IF pg_has_role(session_user, current_user, 'USAGE') THEN RETURN NEW; END IF;
      SELECT e.id, e.hash INTO last FROM {s}.tcm_end_of_log() e;
      fits := NEW.who = session_user::text AND NEW.id = coalesce(last.id, 0) + 1
        AND NEW.prev_hash = coalesce(last.hash, repeat('0', 64)) AND NEW.hash = {s}.tcm_hash(NEW.prev_hash, NEW.id,
          ARRAY[NEW.at, NEW.who, NEW.action, NEW.entity, NEW.key, NEW.member_id, NEW.before, NEW.after]);
      IF fits IS NOT TRUE THEN
        RAISE EXCEPTION 'permission denied for an entry of the log that is not its next or not one''s own'
          USING ERRCODE = 'insufficient_privilege'; END IF;
      IF NEW.at !~ '^\\d{{4}}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{{3}}Z$'
         OR abs(extract(epoch FROM NEW.at::timestamptz - clock_timestamp())) > 3600 THEN
        RAISE EXCEPTION 'the clocks differ' USING ERRCODE = 'TCM01'; END IF;
      INSERT INTO {s}.meta AS m (key, value) SELECT k, NEW.id || ' ' || NEW.hash
        FROM unnest(ARRAY['audit_head', 'records_head']) k WHERE k = 'audit_head' OR NEW.action NOT IN ({told})
        ON CONFLICT (key) DO UPDATE SET value = excluded.value;
      RETURN NEW; END $$""",
    # A change by a person with a role stands or falls with an entry of that person in the same transaction.
    """CREATE OR REPLACE FUNCTION {s}.tcm_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM {s}.audit a WHERE a.id = (SELECT e.id FROM {s}.tcm_end_of_log() e)
        AND a.xmin = pg_current_xact_id()::xid AND a.who = session_user) THEN
        RAISE EXCEPTION 'permission denied for a change that the log is not told of'
          USING ERRCODE = 'insufficient_privilege'; END IF;
      RETURN NULL; END $$""",
    # An entry made by the server itself, so that a change of roles is told whoever asks for it.
    """CREATE OR REPLACE FUNCTION {s}.tcm_tell(doing text, about text, what text, was text, is_now text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    DECLARE last record; moment text; n integer; h text; BEGIN
      PERFORM pg_advisory_xact_lock({log});
      SELECT e.id, e.hash, e.at INTO last FROM {s}.tcm_end_of_log() e;
      moment := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
      IF moment = last.at THEN moment := to_char((last.at::timestamptz AT TIME ZONE 'UTC') + interval '1 millisecond',
        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'); END IF;
      n := coalesce(last.id, 0) + 1;
      h := {s}.tcm_hash(coalesce(last.hash, repeat('0', 64)), n,
        ARRAY[moment, session_user::text, doing, about, what, NULL, was, is_now]);
      INSERT INTO {s}.audit (id, at, who, action, entity, key, member_id, before, after, prev_hash, hash) VALUES
        (n, moment, session_user, doing, about, what, NULL, was, is_now, coalesce(last.hash, repeat('0', 64)), h);
      INSERT INTO {s}.meta AS m (key, value) VALUES ('audit_head', n || ' ' || h)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value; END $$""",
    """CREATE OR REPLACE FUNCTION {s}.tcm_grant(person text, given text, cm text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ DECLARE was text; BEGIN
      PERFORM {s}.tcm_may_grant(person);
      SELECT json_build_object('cm_id', p.cm_id, 'role', p.role)::text INTO was
        FROM {s}.tcm_people p WHERE p.login = person;
      PERFORM {s}.tcm_groups(person, given);
      INSERT INTO {s}.tcm_people AS p (login, role, cm_id, since, by) VALUES (person, given, cm, to_char(
        clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), session_user)
        ON CONFLICT (login) DO UPDATE SET role = excluded.role, cm_id = excluded.cm_id, since = excluded.since,
          by = excluded.by;
      PERFORM {s}.tcm_tell('people', 'roles', person, was,
        json_build_object('cm_id', cm, 'role', given)::text); END $$""",
    """CREATE OR REPLACE FUNCTION {s}.tcm_revoke(person text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ DECLARE was text; BEGIN
      PERFORM {s}.tcm_may_grant(person);
      DELETE FROM {s}.tcm_people p WHERE p.login = person
        RETURNING json_build_object('cm_id', p.cm_id, 'role', p.role)::text INTO was;
      IF EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = person) THEN
        PERFORM {s}.tcm_groups(person, NULL); END IF;
      PERFORM {s}.tcm_tell('people', 'roles', person, was, NULL); END $$""",
    """CREATE OR REPLACE FUNCTION {s}.tcm_may_grant(person text) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$ BEGIN
      IF session_user = person THEN
        RAISE EXCEPTION 'permission denied for one''s own role' USING ERRCODE = 'insufficient_privilege'; END IF;
      IF EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = person AND pg_has_role(r.oid, current_user, 'MEMBER')) THEN
        RAISE EXCEPTION 'permission denied for the owner''s role' USING ERRCODE = 'insufficient_privilege'; END IF;
      IF NOT pg_has_role(session_user, current_user, 'USAGE')
         AND {s}.tcm_role() IS DISTINCT FROM 'admin' THEN
        RAISE EXCEPTION 'permission denied for roles' USING ERRCODE = 'insufficient_privilege'; END IF; END $$""",
    # The groups of a person become those of one role, or none.
    """CREATE OR REPLACE FUNCTION {s}.tcm_groups(person text, given text) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$ DECLARE each record; BEGIN
      FOR each IN SELECT g.role, g.name FROM (VALUES {groups}) AS g (role, name) LOOP
        IF each.role = given THEN EXECUTE format('GRANT %I TO %I', each.name, person);
        ELSIF pg_has_role(person, each.name, 'MEMBER') THEN
          EXECUTE format('REVOKE %I FROM %I', each.name, person); END IF; END LOOP; END $$""",
    """CREATE OR REPLACE FUNCTION {s}.tcm_sum_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
    DECLARE way integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END; BEGIN
      IF pg_has_role(session_user, current_user, 'USAGE') THEN RETURN NULL; END IF;
      INSERT INTO {s}.cm_days AS d (cm_id, date, units, billable_minutes, minutes, community_minutes)
        SELECT c.cm_id, c.date, way * sum(c.units), way * sum(c.billable_minutes), way * sum(c.minutes),
               way * sum(c.minutes * c.community) FROM changed c GROUP BY c.cm_id, c.date ORDER BY c.cm_id, c.date
        ON CONFLICT (cm_id, date) DO UPDATE SET units = d.units + excluded.units,
          billable_minutes = d.billable_minutes + excluded.billable_minutes, minutes = d.minutes + excluded.minutes,
          community_minutes = d.community_minutes + excluded.community_minutes;
      DELETE FROM {s}.cm_days d USING changed c WHERE d.cm_id = c.cm_id AND d.date = c.date AND d.units = 0
        AND d.billable_minutes = 0 AND d.minutes = 0 AND d.community_minutes = 0;
      RETURN NULL; END $$""",
    """CREATE OR REPLACE FUNCTION {s}.tcm_days_are_summed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$ BEGIN
      IF pg_trigger_depth() = 1 AND NOT pg_has_role(session_user, current_user, 'USAGE') THEN RETURN NULL; END IF;
      RETURN NEW; END $$""",
)

RECORDS = (
    "sites case_managers credentials families members assignments plans residences stays authorizations"
    " external_units appointments outreach services on_call closures settings working_hours leave availability"
    " fixed_appointments travel"
).split()
"""What people record: all but what the program keeps for itself."""

TRIGGERS = (
    # Asked at the commit, and of the owner's rows, which may be many at once, not at all.
    *(
        f"DROP TRIGGER IF EXISTS tr_{table}_told ON {{s}}.{table};"
        f" CREATE CONSTRAINT TRIGGER tr_{table}_told AFTER INSERT OR UPDATE OR DELETE ON {{s}}.{table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NOT pg_has_role(session_user, {owner}, 'USAGE'))"
        " EXECUTE FUNCTION {s}.tcm_is_told()"
        for table in RECORDS
    ),
    "CREATE OR REPLACE TRIGGER tr_audit_entry BEFORE INSERT ON {s}.audit FOR EACH ROW EXECUTE FUNCTION {s}.tcm_enter()",
    "CREATE OR REPLACE TRIGGER tr_ledger_days_insert AFTER INSERT ON {s}.ledger REFERENCING NEW TABLE AS changed"
    " FOR EACH STATEMENT EXECUTE FUNCTION {s}.tcm_sum_days()",
    "CREATE OR REPLACE TRIGGER tr_ledger_days_delete AFTER DELETE ON {s}.ledger REFERENCING OLD TABLE AS changed"
    " FOR EACH STATEMENT EXECUTE FUNCTION {s}.tcm_sum_days()",
    "CREATE OR REPLACE TRIGGER tr_cm_days_own BEFORE INSERT ON {s}.cm_days"
    " FOR EACH ROW EXECUTE FUNCTION {s}.tcm_days_are_summed()",
)

"""What the revisions make on PostgreSQL beside the tables: what SQLite has built in, or has as triggers and checks.

Frozen like the revisions that use it.
"""

from alembic import op

_FUNCTIONS = (
    # date(day, '+1 day') and printf('%04d', n) as SQLite has them; the ids of a JSON list.
    "CREATE FUNCTION tcm_date(day date, span text) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
    " RETURN (day + span::interval)::date",
    "CREATE FUNCTION tcm_date(day text, span text) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
    " RETURN (to_date(day, 'YYYY-MM-DD') + span::interval)::date",
    "CREATE FUNCTION tcm_printf(form text, n integer) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
    " RETURN lpad(n::text, greatest(substr(form, 3, 1)::int, length(n::text)), '0')",
    "CREATE FUNCTION tcm_each(list text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 50"
    " BEGIN ATOMIC SELECT each.value FROM json_array_elements_text(list::json) AS each (value); END",
    # Numbers of new records, given without waiting for each other.
    "CREATE SEQUENCE tcm_appointments",
    "CREATE SEQUENCE tcm_outreach",
    "CREATE SEQUENCE tcm_services",
)
_LOG = (
    "CREATE FUNCTION tcm_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION 'the audit log is never %', CASE TG_OP WHEN 'UPDATE' THEN 'changed' ELSE 'shortened' END;"
    " END $$",
    "CREATE TRIGGER tr_audit_update BEFORE UPDATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION tcm_log_only_grows()",
    "CREATE TRIGGER tr_audit_delete BEFORE DELETE OR TRUNCATE ON audit"
    " FOR EACH STATEMENT EXECUTE FUNCTION tcm_log_only_grows()",
    # What the next entry needs of the log, for those who may not read it.
    "CREATE FUNCTION tcm_end_of_log() RETURNS TABLE (id integer, hash text, at text) LANGUAGE sql STABLE"
    " SECURITY DEFINER SET search_path = pg_catalog, pg_temp ROWS 1"
    " BEGIN ATOMIC SELECT a.id, a.hash, a.at FROM audit a ORDER BY a.id DESC LIMIT 1; END",
    "REVOKE ALL ON FUNCTION tcm_end_of_log() FROM PUBLIC",
)
# What a booking takes of a worker's and a member's day. The records may hold visits that overlap (imported, or opened
# again), so not all of them can be constrained: only those booked by the program, which never lets two of them share
# time. It says so for its transaction (tcm.claims); whatever else becomes of a visit gives its time free.
_CLAIMS = (
    'CREATE TABLE tcm_claims (appointment_id text COLLATE "C" NOT NULL REFERENCES appointments ON DELETE CASCADE,'
    ' owner text COLLATE "C" NOT NULL, day date NOT NULL, minutes int4range NOT NULL,'
    " CONSTRAINT pk_tcm_claims PRIMARY KEY (appointment_id, owner),"
    " CONSTRAINT ex_tcm_claims EXCLUDE USING gist (owner WITH =, day WITH =, minutes WITH &&))",
    "CREATE FUNCTION tcm_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$"
    " DECLARE claimed text := coalesce(current_setting('tcm.claims', true), ''); BEGIN"
    " DELETE FROM tcm_claims WHERE appointment_id = NEW.appointment_id;"
    " IF claimed <> '' AND NEW.status = 'scheduled' AND NEW.voided_on IS NULL AND NEW.start_min IS NOT NULL THEN"
    " INSERT INTO tcm_claims SELECT NEW.appointment_id, o.owner, NEW.date,"
    " int4range(NEW.start_min, coalesce(NEW.stop_min, NEW.start_min + 15))"
    " FROM (VALUES ('worker ' || NEW.cm_id, 'worker'), ('member ' || NEW.member_id, 'member')) o (owner, kind)"
    " WHERE o.owner IS NOT NULL AND position(o.kind IN claimed) > 0;"
    " END IF; RETURN NULL; END $$",
    "CREATE TRIGGER tr_appointments_claim AFTER INSERT OR UPDATE ON appointments"
    " FOR EACH ROW EXECUTE FUNCTION tcm_claim()",
)


def _check(table: str, name: str, sql: str) -> str:
    return f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({sql})"


def _alone(table: str, columns: str, *spans: str) -> str:
    """Rows of the same owner never share time: what triggers refuse on SQLite."""
    same = [f"{column} WITH =" for column in columns.split()]
    return f"ALTER TABLE {table} ADD CONSTRAINT ex_{table} EXCLUDE USING gist ({', '.join([*same, *spans])})"


_DAYS = "daterange(starts_on, ends_on) WITH &&"
_THROUGH = "daterange(starts_on, ends_on, '[]') WITH &&"
_MINUTES = "int4range(start_min, stop_min) WITH &&"
_MINUTE = "{0} ~ '^\\d{{4}}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$' AND to_char({0}::timestamp, 'YYYY-MM-DD\"T\"HH24:MI') = {0}"

FIRST = (
    *_FUNCTIONS,
    *_LOG,
    *_CLAIMS,
    _alone("assignments", "member_id", _DAYS),
    _check(
        "credentials",
        "key_on_is_derived",
        "key_on = coalesce(to_char(coalesce(began_on, completed_on, expires_on), 'YYYY-MM-DD'), '')",
    ),
    _check("external_units", "month_is_its_first_day", "extract(day FROM month) = 1"),
    _check("on_call", "starts_at_is_a_minute", _MINUTE.format("starts_at")),
    _check("on_call", "ends_at_is_a_minute", _MINUTE.format("ends_at")),
    "COMMENT ON TABLE meta IS 'tcm1'",
)
SECOND = (
    _alone("working_hours", "cm_id weekday", _DAYS, _MINUTES),
    _alone("availability", "member_id weekday", _DAYS, _MINUTES),
    _alone("leave", "cm_id", _THROUGH),
    _check("drafts", "values_are_an_object", "left(\"values\", 1) = '{' AND right(\"values\", 1) = '}'"),
)


def prepare() -> None:
    """Before the first table: what the constraints stand on."""
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


def make_all(statements: tuple[str, ...]) -> None:
    """Execute them in order; a percent sign is one."""
    for statement in statements:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))

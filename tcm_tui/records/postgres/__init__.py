"""One agency on a PostgreSQL server: the same records, questions and writes, by another driver.

``place`` is the URL of a database, ``connection`` an object with the methods of a ``sqlite3`` connection, ``dialect``
the few words of SQLite's SQL said in PostgreSQL's, ``locks`` who waits for whom, ``schema`` what the migrations make
there besides the tables. psycopg is imported by ``connection`` alone, so only when such a database is opened.
"""

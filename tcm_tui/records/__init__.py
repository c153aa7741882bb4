"""What is stored: tables, transactions, migrations, queries, CSV files, backup, audit."""

#!/bin/sh
# Creates Temporal's two databases and brings them up to the version of this image. Running it again changes nothing.
set -eu

for part in temporal:temporal temporal_visibility:visibility; do
  export SQL_DATABASE="${part%%:*}"
  temporal-sql-tool create-database
  temporal-sql-tool setup-schema --version 0.0
  temporal-sql-tool update-schema --schema-name "postgresql/v12/${part##*:}"
done

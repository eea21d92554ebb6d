-- Runs once, on an empty data volume: one account and database for Fairway, one account for Temporal, which creates its own.
\getenv fairway_password FAIRWAY_DB_PASSWORD
\getenv temporal_password TEMPORAL_DB_PASSWORD
CREATE ROLE fairway LOGIN PASSWORD :'fairway_password';
CREATE DATABASE fairway OWNER fairway;
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal_password';

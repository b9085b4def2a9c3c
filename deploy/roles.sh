#!/bin/sh
# Makes the three roles and the database, once, as a superuser: psql finds the server by PGHOST, PGPORT and PGUSER.
set -eu
psql -X -v ON_ERROR_STOP=1 -v owner="${OWNER_PASSWORD:?}" -v api="${API_PASSWORD:?}" -d postgres <<'SQL'
create role hamkke_owner login password :'owner';
create role hamkke_api login password :'api';
create role hamkke_keeper;
grant hamkke_api, hamkke_keeper to hamkke_owner;
create database hamkke owner hamkke_owner;
SQL

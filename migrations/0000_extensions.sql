-- Trigram search over jamo (catalogue). A trusted extension: whoever may create in the database may add it.
create extension if not exists pg_trgm;

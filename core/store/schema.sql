R"sql(
-- Nix's schema 10, table for table: Nix opens a store of ours, and we one of Nix's. The layout of
-- these tables is a fact of the format; what Cairn needs beyond it stands in own_tables.sql.

CREATE TABLE ValidPaths (
  id               integer PRIMARY KEY AUTOINCREMENT NOT NULL,  -- never used twice: newer is greater
  path             text UNIQUE NOT NULL,                        -- "/cairn/store/HASH-NAME"
  hash             text NOT NULL,                               -- of the NAR, "sha256:BASE16"
  registrationTime integer NOT NULL,                            -- seconds since 1970
  deriver          text,
  narSize          integer,
  ultimate         integer,                                     -- 1 when built here, else null
  sigs             text,                                        -- separated by spaces
  ca               text                                         -- the content address, if any
);

CREATE TABLE Refs (
  referrer  integer NOT NULL,
  reference integer NOT NULL,
  PRIMARY KEY (referrer, reference),
  FOREIGN KEY (referrer) REFERENCES ValidPaths(id) ON DELETE CASCADE,
  FOREIGN KEY (reference) REFERENCES ValidPaths(id) ON DELETE RESTRICT
);

CREATE INDEX IndexReferrer ON Refs(referrer);
CREATE INDEX IndexReference ON Refs(reference);

-- An item that refers to itself must not keep itself.
CREATE TRIGGER DeleteSelfRefs BEFORE DELETE ON ValidPaths
BEGIN
  DELETE FROM Refs WHERE referrer = old.id AND reference = old.id;
END;

CREATE TABLE DerivationOutputs (
  drv  integer NOT NULL,
  id   text NOT NULL,                                           -- the output's name: "out"
  path text NOT NULL,                                           -- valid or not
  PRIMARY KEY (drv, id),
  FOREIGN KEY (drv) REFERENCES ValidPaths(id) ON DELETE CASCADE
);

CREATE INDEX IndexDerivationOutputs ON DerivationOutputs(path);
)sql"

R"sql(
-- What Cairn keeps beside Nix's tables. Other programs that open the database do not know these, so
-- nothing here may be needed for an item to be valid, and nothing refers to their rows.

-- The source ledger: which address was seen to give the bytes of which hash. Its rows outlive the
-- items: what an address gave stays true when the item is gone.
CREATE TABLE IF NOT EXISTS CairnSources (
  hash text NOT NULL,                                           -- of the content, "sha256:BASE16"
  url  text NOT NULL,
  time integer NOT NULL,                                        -- when it first did, seconds since 1970
  PRIMARY KEY (hash, url)
) WITHOUT ROWID;

-- When an item was last asked for, where that is later than its registration; written once a day at
-- most. Rows of items that are gone mean nothing: an id is never used twice.
CREATE TABLE IF NOT EXISTS CairnUses (
  item integer PRIMARY KEY NOT NULL,                            -- ValidPaths.id
  time integer NOT NULL                                         -- seconds since 1970
);

-- The derivations whose references say what their text says: each derivation among them is an input,
-- nothing else is. A plan need not read these. Rows of items that are gone mean nothing here either.
CREATE TABLE IF NOT EXISTS CairnDerivations (
  item integer PRIMARY KEY NOT NULL                             -- ValidPaths.id
);
)sql"

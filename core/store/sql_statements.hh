// SPDX-License-Identifier: GPL-3.0-or-later
// Every SQL statement of Cairn. ?1, ?2 are what it is run with, in this order.
#pragma once

#include "core/store/statement.hh"

namespace cairn {

struct SqlStatements {
  explicit SqlStatements(DatabaseFile& file) : connection(file) {}

  DatabaseFile& connection;

  Statement begin{connection, "BEGIN IMMEDIATE"};
  Statement commit{connection, "COMMIT"};
  Statement start_reading{connection, "SAVEPOINT reading"};
  Statement stop_reading{connection, "RELEASE reading"};

  Statement row_of{connection, "SELECT id FROM ValidPaths WHERE path = ?1"};
  Statement path_of_row{connection, "SELECT path FROM ValidPaths WHERE id = ?1"};
  Statement referred_rows{connection, "SELECT reference FROM Refs WHERE referrer = ?1"};
  Statement find{connection,
                 "SELECT id, hash, registrationTime, deriver, narSize, ultimate, sigs, ca"
                 " FROM ValidPaths WHERE path = ?1"};
  Statement next_path{connection, "SELECT path FROM ValidPaths WHERE path >= ?1 LIMIT 1"};
  Statement all_paths{connection, "SELECT path FROM ValidPaths ORDER BY path"};
  Statement all_items{connection,
                      "SELECT id, path, narSize, deriver FROM ValidPaths ORDER BY path"};
  Statement all_references{connection, "SELECT referrer, reference FROM Refs"};
  Statement newer_paths{connection, "SELECT path FROM ValidPaths WHERE id > ?1"};
  Statement references_of_row{
      connection, "SELECT path FROM Refs JOIN ValidPaths ON id = reference WHERE referrer = ?1"};
  Statement references{connection,
                       "SELECT path FROM Refs JOIN ValidPaths ON id = reference"
                       " WHERE referrer = (SELECT id FROM ValidPaths WHERE path = ?1)"};
  Statement referrers{connection,
                      "SELECT path FROM Refs JOIN ValidPaths ON id = referrer"
                      " WHERE reference = (SELECT id FROM ValidPaths WHERE path = ?1)"};
  // ?1 are base names as a JSON list, ?2 is the store: one statement for one item or for thousands.
  Statement closure{
      connection,
      "WITH RECURSIVE reached(id) AS ("
      "SELECT v.id FROM json_each(?1) j JOIN ValidPaths v ON v.path = ?2 || '/' || j.value"
      " UNION SELECT reference FROM reached JOIN Refs ON referrer = reached.id)"
      " SELECT path FROM reached JOIN ValidPaths USING (id)"};
  Statement backward_closure{
      connection,
      "WITH RECURSIVE reached(id) AS ("
      "SELECT v.id FROM json_each(?1) j JOIN ValidPaths v ON v.path = ?2 || '/' || j.value"
      " UNION SELECT referrer FROM reached JOIN Refs ON reference = reached.id)"
      " SELECT path FROM reached JOIN ValidPaths USING (id)"};

  Statement outputs{connection,
                    "SELECT id, path FROM DerivationOutputs"
                    " WHERE drv = (SELECT id FROM ValidPaths WHERE path = ?1)"};
  // A row for each output of the item in ?1, at least one: the item, whether its references tell
  // its inputs, an output, the row of that when it is valid.
  Statement planned{connection,
                    "SELECT v.path, c.item, d.path, o.id FROM ValidPaths v"
                    " LEFT JOIN CairnDerivations c ON c.item = v.id"
                    " LEFT JOIN DerivationOutputs d ON d.drv = v.id"
                    " LEFT JOIN ValidPaths o ON o.path = d.path WHERE v.id = ?1"};
  Statement valid_derivers{
      connection,
      "SELECT v.path FROM DerivationOutputs d JOIN ValidPaths v ON v.id = d.drv"
      " WHERE d.path = ?1"};
  Statement all_outputs{connection,
                        "SELECT v.path, d.path FROM DerivationOutputs d JOIN ValidPaths v"
                        " ON v.id = d.drv"};

  Statement source_addresses{connection,
                             "SELECT url FROM CairnSources WHERE hash = ?1 ORDER BY time, url"};
  Statement insert_source{
      connection, "INSERT OR IGNORE INTO CairnSources (hash, url, time) VALUES (?1, ?2, ?3)"};

  Statement last_uses{connection,
                      "SELECT path, max(registrationTime, ifnull(time, 0)) FROM ValidPaths"
                      " LEFT JOIN CairnUses ON item = id ORDER BY path"};
  Statement unused_rows{
      connection,
      "SELECT v.id FROM json_each(?1) j JOIN ValidPaths v ON v.path = ?2 || '/' || j.value"
      " LEFT JOIN CairnUses u ON u.item = v.id WHERE max(registrationTime, ifnull(time, 0)) < ?3"};
  Statement note_use{connection, "INSERT OR REPLACE INTO CairnUses (item, time) VALUES (?1, ?2)"};
  Statement prune_uses{connection,
                       "DELETE FROM CairnUses WHERE item NOT IN (SELECT id FROM ValidPaths)"};

  Statement insert{connection,
                   "INSERT INTO ValidPaths"
                   " (path, hash, registrationTime, deriver, narSize, ultimate, sigs, ca)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
  Statement insert_reference{connection, "INSERT INTO Refs (referrer, reference) VALUES (?1, ?2)"};
  Statement insert_output{connection,
                          "INSERT INTO DerivationOutputs (drv, id, path) VALUES (?1, ?2, ?3)"};
  Statement insert_derivation{connection,
                              "INSERT OR IGNORE INTO CairnDerivations (item) VALUES (?1)"};
  Statement prune_derivations{
      connection, "DELETE FROM CairnDerivations WHERE item NOT IN (SELECT id FROM ValidPaths)"};
  Statement data_version{connection, "PRAGMA data_version"};
  Statement set_signatures{connection, "UPDATE ValidPaths SET sigs = ?2 WHERE path = ?1"};
  Statement remove_references{
      connection, "DELETE FROM Refs WHERE referrer = (SELECT id FROM ValidPaths WHERE path = ?1)"};
  Statement remove{connection, "DELETE FROM ValidPaths WHERE path = ?1"};
  Statement integrity{connection, "PRAGMA integrity_check"};
  Statement foreign_keys{connection, "PRAGMA foreign_key_check"};
};

}  // namespace cairn

"use strict";
// Node's ESM loader reads a package's manifest anew for each of its modules. Drizzle has 200 of them under a manifest of
// 180 kB: importing it takes 400 ms and 250 MB. Its CommonJS form takes 60 ms and 28 MB. See docs/decisions/0006.
module.exports = {
  ...require("drizzle-orm"),
  ...require("drizzle-orm/pg-core"),
  ...require("drizzle-orm/postgres-js"),
};

import { join } from "node:path";
import { openSqliteStore } from "../../../../api/store/sqlite/sqlite-store.ts";
import { type StoreUnderTest, storeConformance } from "../../../helpers/store/conformance.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { everyMacHolds, testRowMac } from "../../../helpers/store/row-mac.ts";

async function sqliteUnderTest(): Promise<StoreUnderTest> {
  const place = newPlace();
  const file = join(place.directory, "ledger.db");
  let store = await openSqliteStore({ file, rowMac: testRowMac });
  return {
    get store() {
      return store;
    },
    async reopen() {
      await store.close();
      store = await openSqliteStore({ file, rowMac: testRowMac });
      return store;
    },
    async dispose() {
      await store.close();
      // Whatever a case did: no row is without its authenticator.
      everyMacHolds(file);
      place.remove();
    },
  };
}

storeConformance("the SQLite store", sqliteUnderTest);

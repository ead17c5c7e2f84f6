import { join } from "node:path";
import { openSqliteKeyStore } from "../../../../api/store/sqlite/sqlite-key-store.ts";
import { erasureConformance } from "../../../helpers/store/erasure-conformance.ts";
import { keyStoreConformance } from "../../../helpers/store/key-conformance.ts";
import { newPlace } from "../../../helpers/store/places.ts";

const make = async () => {
  const place = newPlace();
  const file = join(place.directory, "keys.db");
  let store = await openSqliteKeyStore({ file });
  return {
    get store() {
      return store;
    },
    async reopen() {
      await store.close();
      store = await openSqliteKeyStore({ file });
      return store;
    },
    async dispose() {
      await store.close();
      place.remove();
    },
  };
};

keyStoreConformance("the SQLite key store", make);
erasureConformance("the SQLite key store", make);

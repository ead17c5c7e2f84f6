import { faultyMapStore } from "../../helpers/store/faulty-store.ts";
import { mapStoreConformance } from "../../helpers/store/map-conformance.ts";
import { memoryMapStore } from "../../helpers/store/memory-map-store.ts";

const reopen = { impossible: "memory forgets" };
const reader = { impossible: "there is one of it" };
const dispose = async () => {};

mapStoreConformance("the map store in memory", async () => {
  return { store: memoryMapStore(), reopen, reader, dispose };
});

mapStoreConformance("the fault-injecting map store while nothing fails", async () => {
  return { store: faultyMapStore(memoryMapStore()).store, reopen, reader, dispose };
});

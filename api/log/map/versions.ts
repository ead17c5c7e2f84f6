/** What is asked of stored versions. It only reads, so that it answers beside the one that writes. */
import { asMapRoot, type MapRoot, type StreamKey } from "../../../portal/verify/brands.ts";
import { EMPTY_MAP_ROOT } from "../../../portal/verify/map.ts";
import { Refusal } from "../../core/errors.ts";
import type { MapReader, MapVersion } from "../../store/map-store.ts";
import type { PageReader } from "./page-reader.ts";
import { proveKey } from "./prove.ts";
import type { StreamMap, StreamProof } from "./stream-map.ts";

/** The map of an empty log: it need not be stored. */
export const NO_ENTRIES: Pick<MapVersion, "mapRoot" | "rootPage"> = {
  mapRoot: EMPTY_MAP_ROOT,
  rootPage: null,
};

export function answers(
  store: Pick<MapReader, "version">,
  pages: PageReader,
): Pick<StreamMap, "size" | "rootAt" | "prove"> {
  async function versionOf(mapSize: number): Promise<typeof NO_ENTRIES | null> {
    return mapSize === 0 ? NO_ENTRIES : store.version(mapSize);
  }

  return {
    size: async () => (await store.version(null))?.mapSize ?? 0,
    async rootAt(mapSize): Promise<MapRoot | null> {
      const version = await versionOf(mapSize);
      return version === null ? null : asMapRoot(version.mapRoot.slice());
    },
    async prove(key: StreamKey, mapSize): Promise<StreamProof> {
      const version = await versionOf(mapSize);
      if (version === null) {
        throw new Refusal("damaged", { what: "map", index: -1, id: `version ${mapSize}` });
      }
      return proveKey(pages, { id: version.rootPage, hash: version.mapRoot }, key);
    },
  };
}

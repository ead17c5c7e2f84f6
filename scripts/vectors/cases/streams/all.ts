/** The vectors of the claims about streams. */
import type { VectorCase } from "../../case.ts";
import { asOfCases } from "./as-of.ts";
import { asOfPlaceCases } from "./as-of-places.ts";
import { streamBindingCases } from "./binding.ts";
import { completenessCases } from "./completeness.ts";
import { streamContentCases } from "./contents.ts";
import { cosignatureCases } from "./cosignatures.ts";
import { exceptionCases } from "./exception.ts";
import { streamFormCases } from "./forms.ts";
import { streamInclusionCases } from "./inclusion.ts";
import { mapCases } from "./maps.ts";
import { newestCases } from "./newest.ts";
import { ownReplayCases } from "./own-replays.ts";
import { streamRecordCases } from "./records.ts";
import { replayCases } from "./replays.ts";
import { timeWordCases } from "./time-words.ts";
import { timeCases } from "./times.ts";
import { wordCases } from "./words.ts";

export function streamCases(): VectorCase[] {
  return [
    ...streamFormCases(),
    ...streamContentCases(),
    ...streamBindingCases(),
    ...streamRecordCases(),
    ...exceptionCases(),
    ...streamInclusionCases(),
    ...completenessCases(),
    ...newestCases(),
    ...mapCases(),
    ...replayCases(),
    ...ownReplayCases(),
    ...cosignatureCases(),
    ...timeCases(),
    ...timeWordCases(),
    ...asOfCases(),
    ...asOfPlaceCases(),
    ...wordCases(),
  ];
}

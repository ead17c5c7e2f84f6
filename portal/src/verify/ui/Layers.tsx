/** What was checked, in its order, each with its plain sentence. */
import { useTranslation } from "react-i18next";
import { catalogue, type LayerResult, renderReason } from "../../../verify/index.ts";
import { useLanguage } from "./language.ts";
import { useIsLent } from "./lent.ts";
import { toneOfLayer } from "./tone.ts";
import { ToneIcon } from "./VerdictHead.tsx";

function LayerLine({ result }: { readonly result: LayerResult }) {
  const { t } = useTranslation("verify");
  const language = useLanguage();
  const tone = toneOfLayer(result, useIsLent());
  const { layers, states } = catalogue(language);
  const state = tone === "lent" ? t("stateLent") : tone === "later" ? null : states[result.state];
  return (
    <li className={`v-layer v-${tone}`} data-layer={result.layer} data-state={result.state}>
      <span className="v-dot">
        <ToneIcon tone={tone} size={14} />
      </span>
      <div>
        <strong>{layers[result.layer]}</strong> <span className="v-state">{state}</span>
        <p>{renderReason(result.code, result.params, language)}</p>
      </div>
    </li>
  );
}

export function Layers({ layers }: { readonly layers: readonly LayerResult[] }) {
  const { t } = useTranslation("verify");
  return (
    <ol className="v-layers" aria-label={t("layers")}>
      {layers.map((result) => (
        <LayerLine key={result.layer} result={result} />
      ))}
    </ol>
  );
}

/** What was checked, in its order, each with its plain sentence. */
import { useTranslation } from "react-i18next";
import type { RenderedLayer } from "../../../verify/index.ts";
import { toneOfState } from "./tone.ts";
import { ToneIcon } from "./VerdictHead.tsx";

export function Layers({ layers }: { readonly layers: readonly RenderedLayer[] }) {
  const { t } = useTranslation("verify");
  return (
    <ol className="v-layers" aria-label={t("layers")}>
      {layers.map(({ layer, label, state, stateLabel, sentence }) => (
        <li key={layer} className={`v-layer v-${toneOfState(state)}`} data-layer={layer}>
          <span className="v-dot">
            <ToneIcon tone={toneOfState(state)} size={14} />
          </span>
          <div>
            <strong>{label}</strong> <span className="v-state">{stateLabel}</span>
            <p>{sentence}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

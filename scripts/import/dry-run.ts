import { kindsByName } from "../../api/ledger/kinds/registry.ts";
import { type Complaint, fieldComplaint } from "./complaint.ts";
import type { Sink } from "./run.ts";
import type { Tally } from "./tally.ts";

/** A sink that checks records against their kinds and sends nothing. */
export function drySink(tally: Tally, onComplaint: (complaint: Complaint) => void): Sink {
  return {
    take(draft) {
      const {
        "@kind": name,
        "@occurredAt": _occurredAt,
        "@source": _source,
        ...body
      } = draft.record;
      const kind = kindsByName.get(name);
      if (kind === undefined) throw new Error("a draft of an unknown kind");
      const result = kind.parseBody(body);
      if (result.ok) tally.checked++;
      else {
        tally.refused++;
        for (const { field, code, params } of result.problems) {
          onComplaint(fieldComplaint(draft, field, { code, params: params ?? {} }));
        }
      }
      return undefined;
    },
    finish: () => Promise.resolve(),
  };
}

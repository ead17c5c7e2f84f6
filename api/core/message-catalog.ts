import type {
  DamagedThing,
  FieldProblemCode,
  MisbehaviourCode,
  RefusalCode,
  SettingProblem,
} from "./errors.ts";

/** `title`: the kind of refusal, always the same. `detail`: what happened here and what to do; `{name}` is filled in. */
export interface RefusalText {
  readonly title: string;
  readonly detail: string;
}

/** Everything the server says to people, in one language. The type makes both catalogs complete. */
export interface Messages {
  readonly refusals: Readonly<Record<RefusalCode, RefusalText>>;
  readonly fields: Readonly<Record<FieldProblemCode, string>>;
  readonly settings: Readonly<Record<SettingProblem, string>>;
  readonly misbehaviour: Readonly<Record<MisbehaviourCode, string>>;
  readonly things: Readonly<Record<DamagedThing, string>>;
  readonly missing: Readonly<
    Record<"record" | "version" | "subject" | "route" | "checkpoint", string>
  >;
  readonly internal: RefusalText;
}

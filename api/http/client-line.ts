/** Types alone: one route, as Hono's `hc` is told of it. */
import type { z } from "@hono/zod-openapi";

type Texts = Readonly<Record<string, string>>;

/** What is handed over with a call. `param`: what stands in the path as `:name`. */
export interface Asked {
  readonly param?: Texts;
  readonly query?: Texts;
  readonly json?: unknown;
  readonly header?: Texts;
}

/** One route. `Answer`: a zod schema of it, or its type. */
export type Line<M extends "get" | "post", Path extends string, In extends Asked, Answer> = {
  [P in Path]: {
    [K in `$${M}`]: {
      input: In;
      output: Answer extends z.ZodType ? z.infer<Answer> : Answer;
      outputFormat: "json";
      status: 200;
    };
  };
};

import type { Messages } from "./message-catalog.ts";

/** What is refused for the sake of a person's rights. */
export const rightsRefusals: Pick<Messages["refusals"], "subject_erased"> = {
  subject_erased: {
    title: "Erased",
    detail:
      "The data of this person is erased, or is being erased, and what the law has kept is not open here. Nothing was stored. Somebody who comes back is registered as a new data subject: POST /v1/subjects.",
  },
};

import type { AskChain } from "../../portal/verify/chain.ts";

/** Many files rest on one anchor: the chain is asked of each once, unless it did not answer. */
export function askedOnce(ask: AskChain): AskChain {
  const known = new Map<string, ReturnType<AskChain>>();
  return (question) => {
    const name = `${question.size} ${question.block}`;
    const answer = known.get(name) ?? ask(question);
    known.set(name, answer);
    answer.catch(() => known.delete(name));
    return answer;
  };
}

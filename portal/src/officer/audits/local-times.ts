/** Times that stand inside the sentences of a report: programs wrote them, people read them. */
import { useFormats } from "../../frame/format.ts";

const ISO = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** Each as the reader's language and place write it. */
export const withTimes = (text: string, write: (time: string) => string): string =>
  text.replaceAll(ISO, (time) => write(time));

export function useLocalTimes(): (text: string) => string {
  const { exactTime } = useFormats();
  return (text) => withTimes(text, exactTime);
}

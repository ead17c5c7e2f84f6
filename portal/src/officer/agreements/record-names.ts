import { useTranslation } from "react-i18next";
import { isKind } from "../../frame/kinds.ts";

export interface RecordNames {
  readonly kindName: (kind: string) => string;
  readonly fieldName: (field: string) => string;
}

/** What kinds of records and their fields are called, in the reader's language; what there is no word for stands as it is. */
export function useRecordNames(): RecordNames {
  const officer = useTranslation("officer");
  const { t, i18n } = useTranslation("verify");
  return {
    kindName: (kind) => (isKind(kind) ? officer.t(`kind_${kind}`) : kind),
    fieldName: (field) =>
      i18n.exists(`verify:field_${field}`) ? t(`field_${field}` as "field_name") : field,
  };
}

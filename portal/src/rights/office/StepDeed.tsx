import type { ReactNode } from "react";
import { Deed } from "../../admin/parts/Deed.tsx";
import { useStep } from "../own/use-ask.ts";
import type { NewStep, Request } from "../queries.ts";

export interface OfCase {
  readonly request: Request;
  readonly subject: string;
}

/** One step: its button, and the dialog in which it is said why. */
export function StepDeed({
  request: { requestId },
  subject,
  step,
  label,
  text,
  isReady,
  isGrave = false,
  isMain = false,
  onOpen,
  children,
}: OfCase & {
  readonly step: () => NewStep;
  readonly label: string;
  readonly text?: string;
  readonly isReady: boolean;
  readonly isGrave?: boolean;
  readonly isMain?: boolean;
  readonly onOpen: () => void;
  readonly children?: ReactNode;
}) {
  const { mutateAsync } = useStep(subject, requestId);
  return (
    <Deed
      label={label}
      {...(text === undefined ? {} : { text })}
      withReason={false}
      isReady={isReady}
      isGrave={isGrave}
      button={{ size: "sm", ...(isMain || isGrave ? {} : { variant: "default" }) }}
      onOpen={onOpen}
      onDo={() => mutateAsync(step())}
    >
      {children}
    </Deed>
  );
}

/** How a code reaches a person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /** Resolves when another system has taken the mail. May throw; what it throws may hold the address, so its text is never logged. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** What stands on the command line. */
export interface KeysCommand {
  readonly recipient?: readonly string[];
  readonly passphraseFile?: string;
  readonly identity?: string;
  readonly out?: string;
  readonly destroyed?: string;
  readonly json?: boolean;
}

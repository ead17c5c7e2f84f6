/** What stands on the command line behind `counterfoil agreement`; each of its deeds takes some. */
export interface AgreementCommand {
  readonly keyFile?: string;
  readonly for?: string;
  readonly relayKeyFile?: string;
  readonly contract?: string;
  readonly salt?: string;
  readonly at?: string;
  readonly newest?: boolean;
  readonly rpc?: string;
  readonly out?: string;
  readonly terms?: string;
  readonly maxFee?: string;
  readonly maxGas?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

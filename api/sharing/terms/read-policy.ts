/** Terms out of a policy: by the reader that partners verify with, so that both sides take the same policies. */
export {
  type ReadSharingTerms as ReadPolicy,
  sharingTermsOf as termsOf,
} from "../../../portal/verify/read-sharing-terms.ts";

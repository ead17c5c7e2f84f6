/** What waits for the visitor's word: a policy that was dropped, a link that asks for a file. */
export const asks = {
  offerTitle: "Trust this policy instead?",
  offerSays:
    "A policy of {{origin}} came in. It says whose keys count: whoever gave you a file must not also choose that.",
  offerPin: "Until you say so, the one that you pinned stays in use.",
  offerDiffers: "Compared with the one in use it differs in: {{what}}.",
  offerKeep: "Keep what I trust now",
  offerUse: "Use this policy",
  linkAsks: "This link asks for a file of this server",
  linkAsksSays:
    "It would be read in your name, and if it is about a person, that you have read it is recorded for them to see. Fetch it only if you know where the link is from.",
  aloneKeeps:
    "This file keeps nothing, since other files on your disk could change it: keep the policy beside it and drop it here each time.",
} as const;

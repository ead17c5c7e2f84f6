import { describe, expect, it } from "vitest";
import { signatureHeaders, signingKeyOf } from "../../../api/core/webhook-signature.ts";

describe("a signature of a webhook", () => {
  it("is the one that Standard Webhooks' own libraries make", () => {
    // Of their tests, in each language.
    const key = signingKeyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    const post = {
      ...{ id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: 1_614_265_330_999 },
      body: '{"test": 2432232314}',
    };
    expect(signatureHeaders(post, [key])).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  it("is there for each key, with a blank between", () => {
    const post = { id: "msg_1", at: 1_000, body: "ä" };
    const one = signatureHeaders(post, [Buffer.from("one")])["webhook-signature"];
    const two = signatureHeaders(post, [Buffer.from("two")])["webhook-signature"];
    expect(one).not.toBe(two);
    const both = signatureHeaders(post, [Buffer.from("one"), Buffer.from("two")]);
    expect(both["webhook-signature"]).toBe(`${one} ${two}`);
  });

  it("has as its key what a secret says, in base64 or as it stands", () => {
    expect(signingKeyOf("whsec_AAEC")).toEqual(Buffer.from([0, 1, 2]));
    expect(signingKeyOf("AAEC")).toEqual(Buffer.from("AAEC"));
  });
});

/** The page that the link of the first administrator opens. Its script lies beside it: none stands within a page of ours. */
export const FIRST_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Counterfoil: first administrator · 首位管理员</title>
<h1>First administrator · 首位管理员</h1>
<p>Whoever names an e-mail address here administers this ledger. The link works once. · 在此填写电子邮件地址的人将管理此账本。此链接只能使用一次。</p>
<form id="form">
  <label>E-mail · 电子邮件 <input id="email" type="email" required maxlength="254" autocomplete="email"></label>
  <button>Become administrator · 成为管理员</button>
</form>
<p id="answer" role="status"></p>
<script src="/auth/first-administrator.js"></script>
</html>
`;

export const FIRST_SCRIPT = `"use strict";
const token = location.hash.slice(1);
// Nobody who looks at the screen, or at what was visited, shall read it there.
history.replaceState(null, "", location.pathname);
const answer = document.getElementById("answer");
document.getElementById("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const email = document.getElementById("email").value;
  try {
    const response = await fetch("/auth/first-administrator", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token, email }),
    });
    answer.textContent = response.ok
      ? "You are the administrator. Sign in with a code. · 您已成为管理员。请用验证码登录。"
      : (await response.json()).detail;
  } catch {
    answer.textContent = "The ledger does not answer. · 账本没有响应。";
  }
});
`;

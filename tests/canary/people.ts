import { Secret, TOTP } from "otpauth";
import { type CanaryPart, uniqueValue } from "./world.ts";

const AUTH = "/api/v1/auth";
const STEP_MS = 30_000;

/** A person's password, second factor, recovery codes and tokens, through everything that takes or makes one. */
export const people: CanaryPart = async ({ api, client, plant }) => {
  const email = "canary@example.com";
  const anybody = client("nobody");
  const password = plant("password", uniqueValue("password"));
  const wrong = plant("wrong password", uniqueValue("wrong-password"));
  const invitation = await api.expect(201, "POST", "/api/v1/invitations", { email, roleId: "owner" }, [
    "invitation token",
  ]);
  const token = plant("invitation token", String(invitation.token));
  await anybody.call("POST", `${AUTH}/invitations/accept`, { token, name: "Canary", password: "short" });
  await anybody.expect(200, "POST", `${AUTH}/invitations/accept`, { token, name: "Canary", password });
  await anybody.expect(401, "POST", `${AUTH}/sign-in`, { email, password: wrong });
  await anybody.expect(422, "POST", `${AUTH}/sign-in`, { email: password, password: { password } });

  const shown = ["access token", "refresh token"];
  const signedIn = await anybody.call("POST", `${AUTH}/sign-in`, { email, password }, shown);
  const accessToken = plant("access token", String(signedIn.json.accessToken));
  const cookie = signedIn.headers.getSetCookie()[0] ?? "";
  plant("refresh token", /=([^;]+)/.exec(cookie)?.[1] ?? "");
  const person = client(accessToken);
  await person.expect(200, "GET", "/api/v1/me");

  const enrolment = await person.expect(201, "POST", "/api/v1/me/second-factor", { password }, [
    "TOTP secret",
  ]);
  const secret = plant("TOTP secret", String(enrolment.secret));
  const code = TOTP.generate({
    secret: Secret.fromBase32(secret),
    timestamp: Math.floor(Date.now() / STEP_MS) * STEP_MS,
  });
  const enabled = await person.expect(200, "POST", "/api/v1/me/second-factor/enable", { code }, [
    "recovery code",
  ]);
  const [recoveryCode = ""] = enabled.recoveryCodes as string[];
  plant("recovery code", recoveryCode);
  const again = await anybody.call("POST", `${AUTH}/sign-in`, { email, password, code: recoveryCode }, [
    "second access token",
  ]);
  const latest = client(plant("second access token", String(again.json.accessToken)));
  const changed = plant("changed password", uniqueValue("changed-password"));
  await latest.call("POST", "/api/v1/me/password", { currentPassword: wrong, newPassword: changed });
  await latest.call("POST", "/api/v1/me/password", { currentPassword: password, newPassword: changed });
  await latest.call("POST", `${AUTH}/sign-out-everywhere`, {});
};

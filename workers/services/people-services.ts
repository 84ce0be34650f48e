import type {
  GuessThrottle,
  InvitationRepository,
  MemberRepository,
  ReachableOrganizations,
  RoleDirectory,
} from "#domain/access/ports";
import type {
  AccessTokens,
  Authenticators,
  PasswordHasher,
  RefreshSecrets,
  SessionRepository,
  TokenKeys,
  UserRepository,
} from "#domain/identity/ports";

/** What people's accounts, sessions, invitations and memberships need. */
export interface PeopleServices {
  readonly region: string;
  readonly users: UserRepository;
  readonly sessions: SessionRepository;
  readonly members: MemberRepository;
  readonly reachableOrganizations: ReachableOrganizations;
  readonly invitations: InvitationRepository;
  readonly roleDirectory: RoleDirectory;
  readonly passwords: PasswordHasher;
  readonly authenticators: Authenticators;
  readonly accessTokens: AccessTokens;
  readonly tokenKeys: TokenKeys;
  readonly refreshSecrets: RefreshSecrets;
  readonly guesses: GuessThrottle;
  /** Exact origins of other pages that may use the refresh cookie. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** This isolate remembers who is signed in for a moment; who was just put out must not be among them. */
  readonly forgetPeople: () => void;
  /** 256 random bits in base64url. */
  readonly randomSecret: () => string;
  readonly hashSecret: (secret: string) => string;
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
}

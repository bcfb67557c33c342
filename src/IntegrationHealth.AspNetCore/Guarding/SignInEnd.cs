namespace IntegrationHealth.Guarding;

/// <summary>When the sign-in of a request ends; null when it does not say. A long-lived connection must not outlive it.</summary>
internal sealed record SignInEnd(DateTimeOffset? At);

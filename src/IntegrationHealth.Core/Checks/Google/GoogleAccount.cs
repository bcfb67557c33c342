namespace IntegrationHealth.Checks.Google;

/// <summary>Compares the account behind a token with the one that was connected. Pure.</summary>
internal static class GoogleAccount
{
    /// <summary>Degraded when another account answers; the result itself when it is the same, or not known.</summary>
    public static CheckResult Compare(CheckResult result, string vendor, string? expected, string? found)
    {
        if (string.IsNullOrEmpty(expected) || found is null || Canonical(expected) == Canonical(found))
            return result;
        return result with
        {
            Outcome = CheckOutcome.Degraded,
            Failure = CheckFailure.Of(
                FailureKind.Misconfigured,
                $"This connection to {vendor} is signed in as {found}, but {expected} was expected. Connect the right account, or change the expected one.",
                Confidence.High) with
            {
                ResponsibleParty = ResponsibleParty.Owner,
            },
        };
    }

    /// <summary>Letter case does not count, and in addresses at gmail.com neither do dots.</summary>
    private static string Canonical(string address)
    {
        var lower = address.Trim().ToUpperInvariant();
        var at = lower.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && lower[at..] is ("@GMAIL.COM" or "@GOOGLEMAIL.COM")
            ? lower[..at].Replace(".", "", StringComparison.Ordinal) + "@GMAIL.COM"
            : lower;
    }
}

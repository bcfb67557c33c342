using System.Globalization;

namespace IntegrationHealth.Sample.Simulator;

/// <summary>
/// What a token says about the account behind it. <c>sim-{persona}-{account}</c> behaves as that persona for ever,
/// <c>sim-until{unixSeconds}-{account}</c> works until then, and any other token is one that nobody issued.
/// </summary>
internal sealed record SimulatedToken(Persona Persona, string Account)
{
    /// <summary>Half of a flapping account's cycle.</summary>
    public static readonly TimeSpan FlapPeriod = TimeSpan.FromSeconds(60);

    private const string Prefix = "sim-";
    private const string UntilPrefix = "until";

    /// <summary>The access token that makes an account behave as <paramref name="persona"/>.</summary>
    public static string For(Persona persona, string account) =>
        $"{Prefix}{persona.ToString().ToLowerInvariant()}-{account}";

    /// <summary>An access token that works until <paramref name="end"/>.</summary>
    public static string Until(DateTimeOffset end, string account) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{UntilPrefix}{end.ToUnixTimeSeconds()}-{account}");

    /// <summary>Reads a token as it stands at <paramref name="now"/>: time-dependent personas come out as what they are at that moment.</summary>
    public static SimulatedToken Read(string? token, DateTimeOffset now)
    {
        if (token is null || !token.StartsWith(Prefix, StringComparison.Ordinal) || token.IndexOf('-', Prefix.Length) is not (> 0 and var dash))
            return new SimulatedToken(Persona.Revoked, "unknown");
        var word = token[Prefix.Length..dash];
        var account = token[(dash + 1)..];
        if (word.StartsWith(UntilPrefix, StringComparison.Ordinal)
            && long.TryParse(word.AsSpan(UntilPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var end))
            return new SimulatedToken(now.ToUnixTimeSeconds() < end ? Persona.Healthy : Persona.Expired, account);
        if (!Enum.TryParse<Persona>(word, ignoreCase: true, out var persona) || !Enum.IsDefined(persona))
            return new SimulatedToken(Persona.Revoked, account);
        if (persona == Persona.Flapping)
            persona = now.ToUnixTimeSeconds() / (long)FlapPeriod.TotalSeconds % 2 == 0 ? Persona.Healthy : Persona.Outage;
        return new SimulatedToken(persona, account);
    }
}

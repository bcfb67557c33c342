namespace IntegrationHealth.Credentials;

/// <summary>Which application refreshes the tokens of which provider.</summary>
public sealed class OAuthRefreshOptions
{
    /// <summary>Clients by name of the provider, such as <c>gmail</c>. Integrations of other providers are not refreshed.</summary>
    public IDictionary<string, OAuthClient> Clients { get; } = new Dictionary<string, OAuthClient>(StringComparer.Ordinal);

    /// <summary>Longest time of one exchange, whoever waits for it. Default 20 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Time that whoever used the refresh token first, another host or the application itself, is given to store what it got before a
    /// refusal condemns the connection; waited once for each version that is refused. Default 1 s; none when zero.
    /// </summary>
    public TimeSpan RaceGrace { get; set; } = TimeSpan.FromSeconds(1);
}

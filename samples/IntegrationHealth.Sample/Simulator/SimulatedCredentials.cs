using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Sample.Simulator;

/// <summary>
/// The host's side of the bargain: it keeps the tokens, hands one out for each check, and refreshes it at the provider's token endpoint
/// when a check says that it has expired. Ids that are not simulated get their tokens from elsewhere.
/// </summary>
internal sealed class SimulatedCredentials(
    ICredentialProvider others, ProviderSimulator simulator, SimulatedConsents consents, TimeProvider time) : ICredentialProvider, IDisposable
{
    private readonly ConcurrentDictionary<string, Credential> _refreshed = new(StringComparer.Ordinal);
    private readonly HttpClient _http = new() { BaseAddress = simulator.BaseAddress };

    public ValueTask<Credential?> GetAsync(Integration integration, CancellationToken cancellationToken) =>
        SimulatedFleet.Find(integration.Id) is not { } connection ? others.GetAsync(integration, cancellationToken)
            : consents.CountOf(integration.Id) is > 0 and var count ? new(Granted(connection, count))
            : _refreshed.TryGetValue(integration.Id, out var refreshed) ? new(refreshed)
            : new(Issued(connection));

    public async ValueTask<CredentialRefresh> RefreshAsync(Integration integration, Credential rejected, CancellationToken cancellationToken)
    {
        if (SimulatedFleet.Find(integration.Id) is not { } connection)
            return await others.RefreshAsync(integration, rejected, cancellationToken);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = "sample",
            ["client_secret"] = "sample",
            ["refresh_token"] = SimulatedToken.For(connection.Persona, connection.Account),
        });
        using var response = await _http.PostAsync("token", form, cancellationToken);
        if (!response.IsSuccessStatusCode)
            return Refused((int)response.StatusCode);
        var token = await response.Content.ReadFromJsonAsync<TokenAnswer>(cancellationToken)
            ?? throw new JsonException("The token endpoint answered null.");
        return CredentialRefresh.Refreshed(_refreshed[integration.Id] = new Credential
        {
            AccessToken = token.AccessToken,
            Version = token.AccessToken,
            ExpiresAt = time.GetUtcNow().AddSeconds(token.ExpiresIn),
        });
    }

    /// <summary>The simulator refuses with <c>invalid_grant</c> and 400; its other answers say nothing about the connection.</summary>
    private static CredentialRefresh Refused(int status) => status == 400
        ? CredentialRefresh.Failed(CheckFailure.Of(FailureKind.AuthenticationRevoked, "Google no longer accepts this connection. Reconnect it to go on.", Confidence.High) with
        {
            VendorCode = "invalid_grant",
        })
        : CredentialRefresh.NotPossible;

    public void Dispose() => _http.Dispose();

    private Credential Issued(SimulatedConnection connection) => new()
    {
        AccessToken = SimulatedToken.For(connection.Persona, connection.Account),
        Version = string.Create(CultureInfo.InvariantCulture, $"issued-{connection.Id}"),
        ExpiresAt = time.GetUtcNow().AddHours(connection.Persona == Persona.Expired ? -1 : 1),
    };

    private Credential Granted(SimulatedConnection connection, int count) => new()
    {
        AccessToken = SimulatedToken.For(Persona.Healthy, connection.Account),
        Version = string.Create(CultureInfo.InvariantCulture, $"granted-{count}-{connection.Id}"),
        ExpiresAt = time.GetUtcNow().AddHours(1),
    };

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);
}

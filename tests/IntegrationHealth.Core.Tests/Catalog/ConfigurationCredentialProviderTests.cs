using IntegrationHealth.Catalog;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.Configuration;

namespace IntegrationHealth.Tests.Catalog;

public sealed class ConfigurationCredentialProviderTests
{
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();

    [Fact]
    public async Task GetAsync_Nothing_IsNull()
    {
        (await new ConfigurationCredentialProvider(new ConfiguredCredentials()).GetAsync(FlowHost.Scripted("one"), default)).Should().BeNull();
        (await GetAsync()).Should().BeNull();
    }

    [Fact]
    public async Task GetAsync_Given_IsReadWhole()
    {
        Set("AccessToken", "t0ken");
        Set("ExpiresAt", "2026-05-01T10:00:00");
        Set("Scopes:0", "read");
        Set("Scopes:1", "write");

        (await GetAsync()).Should().BeEquivalentTo(new
        {
            AccessToken = "t0ken",
            ExpiresAt = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero),
            Scopes = new[] { "read", "write" },
        });
    }

    [Fact]
    public async Task GetAsync_Reloaded_HasAnotherVersionThatDoesNotGiveTheTokenAway()
    {
        Set("AccessToken", "first");
        var first = await GetAsync();
        Set("AccessToken", "second");

        var second = await GetAsync();

        second!.AccessToken.Should().Be("second");
        second.Version.Should().NotBe(first!.Version).And.HaveLength(16).And.NotContain("second");
    }

    [Fact]
    public async Task RefreshAsync_Always_IsNotPossible()
    {
        Set("AccessToken", "t0ken");

        (await Provider().RefreshAsync(FlowHost.Scripted("one"), (await GetAsync())!, default)).Should().Be(CredentialRefresh.NotPossible);
    }

    private void Set(string key, string value) => _configuration[$"IntegrationHealth:Credentials:one:{key}"] = value;

    private ConfigurationCredentialProvider Provider() => new(new ConfiguredCredentials(_configuration));

    private async Task<Credential?> GetAsync() => await Provider().GetAsync(FlowHost.Scripted("one"), default);
}

using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.Docs.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Ui.Serving;

/// <summary>The client knows by heart what owners are not told: what the providers of the library are called.</summary>
public sealed partial class ProviderNameTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_OfTheClient_AreThoseOfTheHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddHealthChecks();
        builder.Services.AddIntegrationHealth(health => health.AddMcpProvider().AddHealthCheckProvider());
        await using var app = builder.Build();
        app.MapIntegrationHealth(options => options.AllowAnonymous());
        await app.StartAsync(Token);
        using var client = new HttpClient();

        var providers = await client.GetFromJsonAsync<JsonElement>(new Uri(new Uri(app.Urls.Single()), "/api/admin/providers"), Token);
        var names = Entry().Matches(Repository.Read("src/IntegrationHealth.Ui/client/src/components/providerName.ts"))
            .ToDictionary(match => match.Groups["name"].Value.Trim('\''), match => match.Groups["shown"].Value, StringComparer.Ordinal);

        names.Should().BeEquivalentTo(providers.GetProperty("items").EnumerateArray()
            .ToDictionary(provider => provider.GetProperty("name").GetString()!, provider => provider.GetProperty("displayName").GetString()!, StringComparer.Ordinal));
    }

    [GeneratedRegex("(?<name>[a-z]+|'[a-z-]+'): '(?<shown>[^']+)'")]
    private static partial Regex Entry();
}

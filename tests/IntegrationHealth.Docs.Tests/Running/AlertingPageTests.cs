using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Escalation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Docs.Code;
using IntegrationHealth.Docs.Pages;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Docs.Running;

/// <summary>Rules, channels and policies that pages show are read and judged as those of a host, and name each other rightly.</summary>
public sealed class AlertingPageTests
{
    private const string Page = "docs/alerting.md";

    [Fact]
    public async Task Alerting_OfTheCode_IsThatOfTheConfiguration()
    {
        var code = await RunAsync();
        var configured = await ConfiguredAsync(FencedBlock.Of(Page).Single(block => block.Language == "json"));

        code.Rules.Should().ContainSingle();
        code.Rules.Select(Comparable).Should().BeEquivalentTo(configured.Rules.Select(Comparable), options => options.RespectingRuntimeTypes());
        code.Policies.Select(Comparable).Should().BeEquivalentTo(configured.Policies.Select(Comparable));
        code.Channels.Select(channel => (channel.Id, channel.Type, channel.Secret, channel.TimeZone, channel.QuietHours))
            .Should().BeEquivalentTo(configured.Channels.Select(channel => (channel.Id, channel.Type, channel.Secret, channel.TimeZone, channel.QuietHours)));
        NamesOf(code).Should().BeSubsetOf(code.Channels.Select(channel => channel.Id)).And.NotBeEmpty();
        code.Rules.Select(rule => rule.EscalationPolicyId).OfType<string>().Should().BeSubsetOf(code.Policies.Select(policy => policy.Id)).And.NotBeEmpty();
    }

    /// <summary>On every page: what the start would refuse must not be shown.</summary>
    [Fact]
    public async Task Configuration_OfChannelsOfBuiltInTypes_WouldStart()
    {
        var blocks = FencedBlock.In("json").Where(block => FixedAlerting.Sections.Any(section => block.Text.Contains($"\"{section}\"", StringComparison.Ordinal)))
            .Where(block => block.Page != "docs/writing-a-channel.md").ToList();

        blocks.Should().HaveCountGreaterThanOrEqualTo(2);
        foreach (var block in blocks)
            await block.Invoking(ConfiguredAsync).Should().NotThrowAsync(block.Place);
    }

    private static Task<FixedDefinitions> ConfiguredAsync(FencedBlock block) =>
        ReadAsync(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(WithSecrets(block.Text)))).Build(), _ => Task.CompletedTask);

    /// <summary>Runs what the page does with <c>health</c>.</summary>
    private static async Task<FixedDefinitions> RunAsync()
    {
        var blocks = FencedBlock.Of(Page).Where(block => block.Language == "csharp").Select(block => block with { Text = WithSecrets(block.Text) }).ToList();
        using var stream = new MemoryStream();
        PageCompilation.Errors(PageCompilation.Compile("alerting", OutputKind.DynamicallyLinkedLibrary, blocks).Emit(stream).Diagnostics).Should().BeEmpty();
        stream.Position = 0;
        var methods = AssemblyLoadContext.Default.LoadFromStream(stream).GetTypes().Where(type => type.Name.StartsWith("Block", StringComparison.Ordinal))
            .Select(type => type.GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Static)!).ToList();
        return await ReadAsync(new ConfigurationBuilder().Build(), async health =>
        {
            foreach (var method in methods)
                await (Task)method.Invoke(null, [null, null, health.Services, health, TestContext.Current.CancellationToken])!;
        });
    }

    private static async Task<FixedDefinitions> ReadAsync(IConfiguration configuration, Func<IIntegrationHealthBuilder, Task> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(configuration);
        IIntegrationHealthBuilder builder = null!;
        services.AddIntegrationHealth(health => builder = health.AddEmail());
        await configure(builder);
        await using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<FixedAlerting>().Read();
    }

    /// <summary>Secrets are left out on the page; one that is 24 bytes long is as good.</summary>
    private static string WithSecrets(string text) => text
        .Replace("whsec_…", $"whsec_{Convert.ToBase64String(new byte[24])}", StringComparison.Ordinal)
        .Replace('…', 'x');

    private static IEnumerable<string> NamesOf(FixedDefinitions definitions) =>
        definitions.Rules.SelectMany(rule => rule.ChannelIds).Concat(definitions.Policies.SelectMany(policy => policy.Steps.SelectMany(step => step.ChannelIds)));

    private static AlertRule Comparable(AlertRule rule) => rule with { Origin = default };

    private static EscalationPolicy Comparable(EscalationPolicy policy) => policy with { Origin = default };
}

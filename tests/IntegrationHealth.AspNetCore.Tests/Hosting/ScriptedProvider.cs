using System.Collections.Concurrent;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Tests.Hosting;

/// <summary>The provider <c>test</c>: answers what a test told it to, success unless told.</summary>
internal sealed class ScriptedProvider : IIntegrationChecker
{
    private readonly ConcurrentDictionary<string, CheckResult> _answers = new();

    public ProviderDefinition Definition => new()
    {
        Name = "test",
        DisplayName = "Test",
        SettingsType = JsonSerializerOptions.Web.GetTypeInfo(typeof(Dictionary<string, JsonElement>)),
        CreateChecker = _ => this,
        Validate = settings => ((Dictionary<string, JsonElement>)settings).ContainsKey("bad")
            ? [new IntegrationValidationError("settings.bad", "'settings.bad' is not allowed.")]
            : [],
    };

    public void Answer(string id, CheckResult result) => _answers[id] = result;

    public ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken) =>
        new(_answers.GetValueOrDefault(context.Integration.Id, CheckResult.Success()));
}

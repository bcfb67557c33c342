using System.Collections.Concurrent;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Tests.Hosting;

/// <summary>The provider <c>test</c>: answers what a test told it to, when the test lets it.</summary>
internal sealed class ScriptedProvider : IIntegrationChecker
{
    private readonly ConcurrentDictionary<string, Task<CheckResult>> _answers = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _asked = new();
    private int _checks;

    public int Checks => Volatile.Read(ref _checks);

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

    public void Answer(string id, CheckResult result) => _answers[id] = Task.FromResult(result);

    /// <summary>The next checks of <paramref name="id"/> wait for the result; the task tells when one has begun.</summary>
    public (TaskCompletionSource<CheckResult> Answer, Task Asked) Hold(string id)
    {
        var answer = new TaskCompletionSource<CheckResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers[id] = answer.Task;
        var asked = _asked[id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (answer, asked.Task);
    }

    public async ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _checks);
        if (_asked.TryGetValue(context.Integration.Id, out var asked))
            asked.TrySetResult();
        return await _answers.GetOrAdd(context.Integration.Id, _ => Task.FromResult(CheckResult.Success())).WaitAsync(cancellationToken);
    }
}

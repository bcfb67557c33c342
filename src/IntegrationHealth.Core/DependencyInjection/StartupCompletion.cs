namespace IntegrationHealth.DependencyInjection;

/// <summary>The moment at which the catalog is filled and checks may begin; it never comes while the whole is switched off.</summary>
internal sealed class StartupCompletion
{
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Completed => _completed.Task;

    public void Complete() => _completed.TrySetResult();
}

namespace IntegrationHealth.Bench.Pipeline;

/// <summary>Something that checks an address over and over.</summary>
internal interface IContestant : IAsyncDisposable
{
    /// <summary>Checks that ended well, up to now.</summary>
    long Checks { get; }

    /// <summary>Processor time it has used: this process's, unless another one does the work.</summary>
    double CpuSeconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    Task StartAsync();

    /// <summary>Takes the load at which it is to be measured, once it is warm. What is asked without a pause has it already.</summary>
    /// <param name="seen">What it was seen to do.</param>
    /// <returns>False when its load stays as it was.</returns>
    Task<bool> TakeLoadAsync(Sample seen) => Task.FromResult(false);

    /// <summary>Whatever it says of itself then would be no figure.</summary>
    /// <exception cref="InvalidOperationException">It no longer does what it is to do.</exception>
    void ThrowIfBroken();
}

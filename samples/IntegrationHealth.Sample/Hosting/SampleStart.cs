namespace IntegrationHealth.Sample.Hosting;

/// <summary>Starts the host, and stops in good order what did start when something else could not.</summary>
internal static class SampleStart
{
    public static async Task StartOrStopAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.StopAsync();
            throw;
        }
    }
}

using Microsoft.Extensions.Caching.Distributed;

namespace IntegrationHealth.Caching;

/// <summary>
/// The second level: what one host read, for the others. A type of its own, because an <see cref="IDistributedCache"/> among the services is the host
/// application's. A failure is a miss, and must come soon: the reader waits.
/// </summary>
internal interface ISharedCache : IDistributedCache;

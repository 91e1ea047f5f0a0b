// Package desk is the service desk: every use case of the program, once. It authorises, loads, decides, appends and answers. Pages, the
// interface for systems, imports and timers all come through Do and read through Reader, which hands out views made for one reader.
//
// It holds no rule of the regulation (those are in order, policy, approval) and no table (those are in store). Start reading at Service and Do.
package desk

package api

import (
	"context"

	"huiyin/internal/access"
	"huiyin/internal/desk"
)

type referralInput struct {
	Words string `query:"words" maxLength:"30" doc:"单位或依据的文字；不写是全部"`
}

type referralLine struct {
	Code   string `json:"code"`
	Ground string `json:"ground" doc:"第八条的依据代码，见 GET /codes"`
	Body   string `json:"body"`
	Phone  string `json:"phone"`
	Until  string `json:"until,omitempty" doc:"有效期的最后一天；不写是长期"`
	Lapsed bool   `json:"lapsed" doc:"有效期已过，不再提示"`
}

// referrals is the county's referral directory (引导去处) to be read.
func (a *API) referrals() {
	register(a, asks("referrals", "/referrals", access.Intake, "查询", "引导去处：不予受理时告诉来电人找谁（第八条），本县核定的"), func(ctx context.Context, c caller, in *referralInput) (*out[items[referralLine]], error) {
		all, err := c.reader.Referrals(ctx, in.Words)
		if err != nil {
			return nil, err
		}
		return answer(items[referralLine]{list(all, func(v desk.ReferralView) referralLine {
			return referralLine{Code: v.Code, Ground: v.Ground, Body: v.Body, Phone: v.Phone, Until: v.Until, Lapsed: v.Lapsed}
		})})
	})
}
